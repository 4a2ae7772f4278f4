CREATE TYPE "public"."attempt_reason" AS ENUM('recipient', 'text', 'provider', 'not_taken');--> statement-breakpoint
CREATE TYPE "public"."attempt_state" AS ENUM('pending', 'accepted', 'rejected', 'unknown');--> statement-breakpoint
ALTER TYPE "public"."message_event_kind" ADD VALUE 'intermediate';--> statement-breakpoint
ALTER TYPE "public"."message_event_kind" ADD VALUE 'attempt_report';--> statement-breakpoint
CREATE TABLE "message_attempts" (
	"message_id" bigint NOT NULL,
	"ordinal" smallint NOT NULL,
	"provider_id" integer,
	"state" "attempt_state" NOT NULL,
	"reason" "attempt_reason",
	"response" text DEFAULT '' NOT NULL,
	"reference" text,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "message_attempts_message_id_ordinal_pk" PRIMARY KEY("message_id","ordinal"),
	CONSTRAINT "message_attempts_provider" UNIQUE("message_id","provider_id"),
	CONSTRAINT "message_attempts_ordinal" CHECK ("message_attempts"."ordinal" > 0),
	CONSTRAINT "message_attempts_ended" CHECK (("message_attempts"."state" = 'pending') = ("message_attempts"."ended_at" is null)),
	CONSTRAINT "message_attempts_reason" CHECK (("message_attempts"."state" = 'rejected') = ("message_attempts"."reason" is not null)),
	CONSTRAINT "message_attempts_response_length" CHECK (length("message_attempts"."response") <= 500)
);
--> statement-breakpoint
ALTER TABLE "message_attempts" ADD CONSTRAINT "message_attempts_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;
