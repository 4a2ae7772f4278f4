-- without transaction
-- Not in "attempts", whose transaction adds the values that it names.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "message_events_report" ON "message_events" USING btree ("message_id","kind",coalesce("provider_id", 0),"detail") WHERE "message_events"."kind" in ('late_report', 'intermediate', 'attempt_report');--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "message_events_late_report";--> statement-breakpoint
-- Failovers were events, written with the answer of the provider that came after them. The last attempt is the message's own.
WITH failovers AS (
  DELETE FROM "message_events" WHERE "kind" = 'failover'
  RETURNING "id", "message_id", "provider_id", left("detail", 500) AS "detail", "at"
), closed AS (
  SELECT "message_id", row_number() OVER (PARTITION BY "message_id" ORDER BY "id") AS "ordinal", "provider_id", "detail"
  FROM failovers
), last AS (
  SELECT "message_id", max("ordinal") + 1 AS "ordinal" FROM closed GROUP BY "message_id"
)
INSERT INTO "message_attempts" ("message_id", "ordinal", "provider_id", "state", "reason", "response", "reference", "started_at", "ended_at")
SELECT m."id", closed."ordinal", closed."provider_id", 'rejected', 'provider', closed."detail", NULL, m."created_at",
  coalesce(m."settled_at", m."created_at")
FROM closed JOIN "messages" m ON m."id" = closed."message_id"
UNION ALL
SELECT m."id", last."ordinal", m."provider_id",
  (CASE WHEN m."problem" = 'refused' THEN 'rejected' WHEN m."problem" IN ('unknown', 'released') THEN 'unknown' ELSE 'accepted' END)::"attempt_state",
  (CASE WHEN m."problem" = 'refused' THEN 'provider' END)::"attempt_reason",
  coalesce(m."provider_response", ''), m."provider_ref", m."created_at", coalesce(m."settled_at", m."created_at")
FROM last JOIN "messages" m ON m."id" = last."message_id"
ON CONFLICT DO NOTHING;
