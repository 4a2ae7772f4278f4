CREATE TYPE "public"."bind_state" AS ENUM('free', 'connecting', 'binding', 'bound', 'throttled', 'waiting', 'refused');--> statement-breakpoint
CREATE TABLE "binds" (
	"provider_id" integer NOT NULL,
	"slot" smallint NOT NULL,
	"owner" text,
	"process" text,
	"address" text,
	"config" text,
	"lease_ends_at" timestamp with time zone,
	"fence" bigint DEFAULT 0 NOT NULL,
	"state" "bind_state" DEFAULT 'free' NOT NULL,
	"state_since" timestamp with time zone DEFAULT now() NOT NULL,
	"why" text,
	CONSTRAINT "binds_provider_id_slot_pk" PRIMARY KEY("provider_id","slot")
);
--> statement-breakpoint
ALTER TABLE "binds" ADD CONSTRAINT "binds_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;