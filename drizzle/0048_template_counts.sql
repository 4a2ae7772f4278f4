CREATE TABLE "template_counts" (
	"template_id" integer NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "template_counts_template_id_hour_pk" PRIMARY KEY("template_id","hour")
);
--> statement-breakpoint
ALTER TABLE "template_counts" ADD CONSTRAINT "template_counts_template_id_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."templates"("id") ON DELETE no action ON UPDATE no action;