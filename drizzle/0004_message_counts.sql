CREATE TABLE "delivery_times" (
	"account_id" integer NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"step" smallint NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "delivery_times_account_id_hour_step_pk" PRIMARY KEY("account_id","hour","step")
);
--> statement-breakpoint
CREATE TABLE "message_counts" (
	"account_id" integer NOT NULL,
	"subscription_id" integer NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"pending" integer NOT NULL,
	"sent" integer NOT NULL,
	"delivered" integer NOT NULL,
	"unknown" integer NOT NULL,
	"refused" integer NOT NULL,
	"undelivered" integer NOT NULL,
	"released" integer NOT NULL,
	"charged" integer NOT NULL,
	"returned" integer NOT NULL,
	CONSTRAINT "message_counts_account_id_hour_subscription_id_pk" PRIMARY KEY("account_id","hour","subscription_id")
);
--> statement-breakpoint
ALTER TABLE "delivery_times" ADD CONSTRAINT "delivery_times_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_counts" ADD CONSTRAINT "message_counts_subscription" FOREIGN KEY ("subscription_id","account_id") REFERENCES "public"."subscriptions"("id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delivery_times_hour" ON "delivery_times" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "message_counts_hour" ON "message_counts" USING btree ("hour");