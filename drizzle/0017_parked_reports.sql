CREATE TABLE "parked_reports" (
	"provider_id" integer NOT NULL,
	"ref_hash" "bytea" NOT NULL,
	"status" "message_status" NOT NULL,
	"response" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "parked_reports_provider_id_ref_hash_pk" PRIMARY KEY("provider_id","ref_hash")
);
--> statement-breakpoint
ALTER TABLE "parked_reports" ADD CONSTRAINT "parked_reports_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "parked_reports_created_at" ON "parked_reports" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "provider_refs_created_at" ON "provider_refs" USING btree ("created_at");