CREATE TABLE "bind_claims" (
	"provider_id" integer NOT NULL,
	"owner" text NOT NULL,
	"process" text,
	"address" text,
	"config" text NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"rests_until" timestamp with time zone,
	CONSTRAINT "bind_claims_provider_id_owner_pk" PRIMARY KEY("provider_id","owner")
);
--> statement-breakpoint
ALTER TABLE "bind_claims" ADD CONSTRAINT "bind_claims_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;