CREATE TABLE "provider_refs" (
	"provider_id" integer NOT NULL,
	"ref_hash" "bytea" NOT NULL,
	"message_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "provider_refs_provider_id_ref_hash_pk" PRIMARY KEY("provider_id","ref_hash")
);
--> statement-breakpoint
ALTER TABLE "provider_refs" ADD CONSTRAINT "provider_refs_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;