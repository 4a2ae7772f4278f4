CREATE TYPE "public"."subscription_rest" AS ENUM('lapse', 'carry');--> statement-breakpoint
ALTER TYPE "public"."subscription_change_kind" ADD VALUE 'renew';--> statement-breakpoint
ALTER TYPE "public"."subscription_change_kind" ADD VALUE 'carry_in';--> statement-breakpoint
ALTER TYPE "public"."subscription_change_kind" ADD VALUE 'carry_out';--> statement-breakpoint
ALTER TYPE "public"."subscription_change_kind" ADD VALUE 'renewal';--> statement-breakpoint
ALTER TABLE "subscription_changes" DROP CONSTRAINT "subscription_changes_moves";--> statement-breakpoint
ALTER TABLE "subscriptions" DROP CONSTRAINT "subscriptions_quota";--> statement-breakpoint
ALTER TABLE "subscription_changes" ADD COLUMN "ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "cancelled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "period_days" integer DEFAULT 30;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "period_months" integer;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "period_day" integer;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "renews_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "rest" "subscription_rest" DEFAULT 'lapse' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "renewed_from" integer;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_renewed_from_subscriptions_id_fk" FOREIGN KEY ("renewed_from") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "subscriptions_renews" ON "subscriptions" USING btree ("renews_at") WHERE "subscriptions"."renews_at" is not null;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_renewed_from" UNIQUE("renewed_from");--> statement-breakpoint
ALTER TABLE "subscription_changes" ADD CONSTRAINT "subscription_changes_moves" CHECK (case "subscription_changes"."kind" when 'grant' then "subscription_changes"."credits" > 0 and "subscription_changes"."days" >= 0 when 'top_up' then "subscription_changes"."credits" > 0 and "subscription_changes"."days" = 0 when 'extend' then "subscription_changes"."credits" = 0 and "subscription_changes"."days" > 0 when 'cancel' then "subscription_changes"."credits" = 0 and "subscription_changes"."days" = 0 else "subscription_changes"."days" = 0 or "subscription_changes"."credits" > 0 end);--> statement-breakpoint
-- When it was cancelled, from its history.
UPDATE "subscriptions" s SET "cancelled_at" = coalesce(
	(SELECT max(c."at") FROM "subscription_changes" c WHERE c."subscription_id" = s."id" AND c."kind" = 'cancel'),
	least(now(), s."ends_at"))
WHERE s."status" = 'cancelled';--> statement-breakpoint
-- The length with which it was granted.
UPDATE "subscriptions" s SET "period_days" = least(3660, greatest(1, coalesce(
	(SELECT c."days" FROM "subscription_changes" c WHERE c."subscription_id" = s."id" AND c."kind" = 'grant' AND c."days" > 0
		ORDER BY c."id" LIMIT 1),
	round(extract(epoch FROM s."ends_at" - s."starts_at") / 86400)::int)));--> statement-breakpoint
-- The end after each change: as the changes moved it, or as it is where nothing moved it.
DO $$
DECLARE
	change record;
	present int;
	ends timestamptz;
BEGIN
	FOR change IN
		SELECT c."id", c."subscription_id", c."kind", c."days", c."at", s."starts_at", s."ends_at",
			bool_or(c."kind" = 'extend') OVER (PARTITION BY c."subscription_id") AS moved
		FROM "subscription_changes" c JOIN "subscriptions" s ON s."id" = c."subscription_id"
		ORDER BY c."subscription_id", c."id"
	LOOP
		IF present IS DISTINCT FROM change."subscription_id" THEN
			present := change."subscription_id";
			ends := CASE WHEN change.moved THEN change."starts_at" + make_interval(days => change."days") ELSE change."ends_at" END;
		ELSIF change."kind" = 'extend' THEN
			ends := greatest(ends, change."at") + make_interval(days => change."days");
		END IF;
		UPDATE "subscription_changes" SET "ends_at" = ends WHERE "id" = change."id";
	END LOOP;
END $$;--> statement-breakpoint
ALTER TABLE "subscription_changes" ALTER COLUMN "ends_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_cancelled" CHECK (("subscriptions"."status" = 'cancelled') = ("subscriptions"."cancelled_at" is not null));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_length" CHECK (num_nonnulls("subscriptions"."period_days", "subscriptions"."period_months") = 1 and coalesce("subscriptions"."period_days", "subscriptions"."period_months") > 0);--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_quota" CHECK ("subscriptions"."quota" >= 0);