ALTER TYPE "public"."provider_kind" ADD VALUE 'smpp';--> statement-breakpoint
ALTER TABLE "provider_refs" ADD COLUMN "part" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "provider_refs" ADD COLUMN "parts" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "provider_refs" ADD COLUMN "delivered_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "provider_refs_parts" ON "provider_refs" USING btree ("message_id") WHERE parts > 1;