CREATE TYPE "public"."subscription_change_kind" AS ENUM('grant', 'top_up', 'extend', 'cancel');--> statement-breakpoint
CREATE TABLE "plans" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "plans_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"quota" integer NOT NULL,
	"days" integer NOT NULL,
	"unit" "subscription_unit" DEFAULT 'message' NOT NULL,
	"price" text DEFAULT '' NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plans_name_length" CHECK (length("plans"."name") between 1 and 60),
	CONSTRAINT "plans_price_length" CHECK (length("plans"."price") <= 60),
	CONSTRAINT "plans_size" CHECK ("plans"."quota" > 0 and "plans"."days" > 0)
);
--> statement-breakpoint
CREATE TABLE "subscription_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subscription_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subscription_id" integer NOT NULL,
	"kind" "subscription_change_kind" NOT NULL,
	"credits" integer DEFAULT 0 NOT NULL,
	"days" integer DEFAULT 0 NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"actor_kind" "actor_kind" NOT NULL,
	"actor_name" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "subscription_changes_note_length" CHECK (length("subscription_changes"."note") <= 500),
	CONSTRAINT "subscription_changes_moves" CHECK (case "subscription_changes"."kind" when 'grant' then "subscription_changes"."credits" > 0 and "subscription_changes"."days" >= 0 when 'top_up' then "subscription_changes"."credits" > 0 and "subscription_changes"."days" = 0 when 'extend' then "subscription_changes"."credits" = 0 and "subscription_changes"."days" > 0 else "subscription_changes"."credits" = 0 and "subscription_changes"."days" = 0 end)
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "plan_id" integer;--> statement-breakpoint
ALTER TABLE "subscription_changes" ADD CONSTRAINT "subscription_changes_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "plans_name" ON "plans" USING btree (lower("name")) WHERE "plans"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "subscription_changes_subscription" ON "subscription_changes" USING btree ("subscription_id","id");--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE no action ON UPDATE no action;