ALTER TYPE "public"."message_problem" ADD VALUE 'recipient_refused';--> statement-breakpoint
ALTER TYPE "public"."message_problem" ADD VALUE 'text_refused';--> statement-breakpoint
ALTER TYPE "public"."message_problem" ADD VALUE 'not_taken';--> statement-breakpoint
ALTER TYPE "public"."message_problem" ADD VALUE 'no_route';--> statement-breakpoint
ALTER TYPE "public"."message_problem" ADD VALUE 'approval_missing';--> statement-breakpoint
ALTER TYPE "public"."message_problem" ADD VALUE 'sender_missing';--> statement-breakpoint
CREATE TABLE "failure_counts" (
	"account_id" integer NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"reason" "message_problem" NOT NULL,
	"operator_id" integer NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "failure_counts_account_id_hour_reason_operator_id_pk" PRIMARY KEY("account_id","hour","reason","operator_id")
);
--> statement-breakpoint
ALTER TABLE "log_blocks" ADD COLUMN "prefixes" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "log_blocks" ADD COLUMN "prefixed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "failure_counts" ADD CONSTRAINT "failure_counts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "failure_counts_hour" ON "failure_counts" USING btree ("hour");
