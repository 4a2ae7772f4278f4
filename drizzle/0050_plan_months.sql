ALTER TABLE "plans" DROP CONSTRAINT "plans_size";--> statement-breakpoint
ALTER TABLE "plans" ALTER COLUMN "days" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "months" integer;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_quota" CHECK ("plans"."quota" > 0);--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_length" CHECK (num_nonnulls("plans"."days", "plans"."months") = 1 and coalesce("plans"."days", "plans"."months") > 0);