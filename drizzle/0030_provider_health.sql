CREATE TABLE "provider_health" (
	"process" text NOT NULL,
	"provider_id" integer NOT NULL,
	"ready" boolean NOT NULL,
	"reason" text,
	"detail" text,
	"since" timestamp with time zone NOT NULL,
	"unrecognised_at" timestamp with time zone,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "provider_health_process_provider_id_pk" PRIMARY KEY("process","provider_id")
);
--> statement-breakpoint
ALTER TABLE "provider_health" ADD CONSTRAINT "provider_health_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "provider_health_provider" ON "provider_health" USING btree ("provider_id");