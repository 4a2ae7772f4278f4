ALTER TABLE "template_versions" ADD COLUMN "saved_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
UPDATE "template_versions" SET "saved_at" = "created_at";
