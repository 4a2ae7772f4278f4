CREATE TABLE "late_outcomes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "late_outcomes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_blocks" (
	"account_id" integer NOT NULL,
	"token_id" integer NOT NULL,
	"template_version_id" integer NOT NULL,
	"language" smallint NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	"outcomes" bigint[] NOT NULL,
	CONSTRAINT "log_blocks_key" PRIMARY KEY("account_id","token_id","template_version_id","language","since")
);
--> statement-breakpoint
CREATE INDEX "late_outcomes_message" ON "late_outcomes" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "log_blocks_until" ON "log_blocks" USING btree ("until");--> statement-breakpoint
-- Whoever changes or inserts a message that is no longer young: see db/schema/log-blocks.ts. The interval is shorter by minutes
-- than the age at which a message is put into a block (services/upkeep/log-blocks.ts).
CREATE FUNCTION "note_late_outcome"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "late_outcomes" ("message_id") VALUES (NEW."id");
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "late_outcome" AFTER UPDATE OF "status", "provider_id", "created_at" ON "messages"
  FOR EACH ROW WHEN (NEW."created_at" < now() - interval '5 minutes' AND
    (OLD."status", OLD."provider_id", OLD."created_at") IS DISTINCT FROM (NEW."status", NEW."provider_id", NEW."created_at"))
  EXECUTE FUNCTION "note_late_outcome"();--> statement-breakpoint
CREATE TRIGGER "late_insert" AFTER INSERT ON "messages"
  FOR EACH ROW WHEN (NEW."created_at" < now() - interval '5 minutes') EXECUTE FUNCTION "note_late_outcome"();
