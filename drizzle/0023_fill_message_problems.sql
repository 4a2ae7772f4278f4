-- without transaction
-- Until "messages_without_foreign_keys" a refusal was told from a report by its two equal times.
DO $$ BEGIN
  IF EXISTS (SELECT FROM "messages" WHERE "status" IN ('failed', 'unknown') AND "problem" IS NULL) THEN
    UPDATE "messages" m SET "problem" = CASE
        WHEN m."status" = 'unknown' THEN 'unknown'
        WHEN m."closed_at" IS NULL OR m."closed_at" = m."settled_at" THEN 'refused'
        WHEN EXISTS (SELECT FROM "message_events" e WHERE e."message_id" = m."id" AND e."kind" = 'released') THEN 'released'
        ELSE 'undelivered'
      END::message_problem
      WHERE m."status" IN ('failed', 'unknown') AND m."problem" IS NULL;
  END IF;
END $$;--> statement-breakpoint
ALTER TABLE IF EXISTS "messages" VALIDATE CONSTRAINT "messages_problem";--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "messages_problem" ON "messages" USING btree ("account_id",coalesce("token_id", 0),"template_version_id","language","problem","created_at","id") WHERE "messages"."problem" is not null;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "messages_unknown" ON "messages" USING btree ("id") WHERE "messages"."problem" = 'unknown';--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "messages_facets" ON "messages" USING btree ("account_id",coalesce("token_id", 0),"template_version_id","language","created_at","id");
