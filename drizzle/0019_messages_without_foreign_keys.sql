CREATE TYPE "public"."message_problem" AS ENUM('unknown', 'refused', 'undelivered', 'released');--> statement-breakpoint
ALTER TABLE "idempotency_keys" DROP CONSTRAINT "idempotency_keys_account_id_accounts_id_fk";
--> statement-breakpoint
ALTER TABLE "idempotency_keys" DROP CONSTRAINT "idempotency_keys_message_id_messages_id_fk";
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_template_version_id_template_versions_id_fk";
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_token_id_api_tokens_id_fk";
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_user_id_users_id_fk";
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_provider_id_providers_id_fk";
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_subscription";
--> statement-breakpoint
ALTER TABLE "provider_refs" DROP CONSTRAINT "provider_refs_provider_id_providers_id_fk";
--> statement-breakpoint
DROP INDEX "messages_open";--> statement-breakpoint
DROP INDEX "messages_facets";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "problem" "message_problem";--> statement-breakpoint
-- Not yet looked at in the rows that there are: they are filled, and looked at, by "fill_message_problems", with the
-- indexes that take long to make, so that sends do not wait for it.
ALTER TABLE "messages" ADD CONSTRAINT "messages_problem" CHECK (case "messages"."status" when 'unknown' then "messages"."problem" is not distinct from 'unknown'
        when 'failed' then "messages"."problem" is not null and "messages"."problem" <> 'unknown' else "messages"."problem" is null end) NOT VALID;--> statement-breakpoint
-- Room on each page for the new versions that the settlement and the report write: FILLFACTOR measured in docs/performance.md.
ALTER TABLE "messages" SET (fillfactor = 50);--> statement-breakpoint
-- In the place of foreign keys: db/references.ts. Arguments: the child, then pairs of its column and the parent's. Updates are
-- looked at afterwards: a trigger before them would lock the row of every charge once more.
CREATE FUNCTION "refuse_while_referenced"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  conditions text := '';
  found boolean;
BEGIN
  FOR i IN 1 .. TG_NARGS - 1 BY 2 LOOP
    conditions := conditions || format(' and %I = ($1).%I', TG_ARGV[i], TG_ARGV[i + 1]);
  END LOOP;
  EXECUTE format('select exists (select from %I where true%s)', TG_ARGV[0], conditions) INTO found USING OLD;
  IF found THEN
    RAISE foreign_key_violation USING
      MESSAGE = format('a row of %s is still named by rows of %s', TG_TABLE_NAME, TG_ARGV[0]),
      TABLE = TG_ARGV[0], CONSTRAINT = TG_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;--> statement-breakpoint
CREATE TRIGGER "messages_of_deleted" BEFORE DELETE ON "subscriptions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_while_referenced"('messages', 'subscription_id', 'id', 'account_id', 'account_id');--> statement-breakpoint
CREATE TRIGGER "messages_of_changed" AFTER UPDATE OF "id", "account_id" ON "subscriptions"
  FOR EACH ROW WHEN (OLD."id" <> NEW."id" OR OLD."account_id" <> NEW."account_id") EXECUTE FUNCTION "refuse_while_referenced"('messages', 'subscription_id', 'id', 'account_id', 'account_id');--> statement-breakpoint
CREATE TRIGGER "messages_of_deleted" BEFORE DELETE ON "template_versions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_while_referenced"('messages', 'template_version_id', 'id');--> statement-breakpoint
CREATE TRIGGER "messages_of_changed" AFTER UPDATE OF "id" ON "template_versions"
  FOR EACH ROW WHEN (OLD."id" <> NEW."id") EXECUTE FUNCTION "refuse_while_referenced"('messages', 'template_version_id', 'id');--> statement-breakpoint
CREATE TRIGGER "messages_of_deleted" BEFORE DELETE ON "api_tokens"
  FOR EACH ROW EXECUTE FUNCTION "refuse_while_referenced"('messages', 'token_id', 'id');--> statement-breakpoint
CREATE TRIGGER "messages_of_changed" AFTER UPDATE OF "id" ON "api_tokens"
  FOR EACH ROW WHEN (OLD."id" <> NEW."id") EXECUTE FUNCTION "refuse_while_referenced"('messages', 'token_id', 'id');--> statement-breakpoint
CREATE TRIGGER "messages_of_deleted" BEFORE DELETE ON "users"
  FOR EACH ROW EXECUTE FUNCTION "refuse_while_referenced"('messages', 'user_id', 'id');--> statement-breakpoint
CREATE TRIGGER "messages_of_changed" AFTER UPDATE OF "id" ON "users"
  FOR EACH ROW WHEN (OLD."id" <> NEW."id") EXECUTE FUNCTION "refuse_while_referenced"('messages', 'user_id', 'id');--> statement-breakpoint
CREATE TRIGGER "messages_of_deleted" BEFORE DELETE ON "providers"
  FOR EACH ROW EXECUTE FUNCTION "refuse_while_referenced"('messages', 'provider_id', 'id');--> statement-breakpoint
CREATE TRIGGER "messages_of_changed" AFTER UPDATE OF "id" ON "providers"
  FOR EACH ROW WHEN (OLD."id" <> NEW."id") EXECUTE FUNCTION "refuse_while_referenced"('messages', 'provider_id', 'id');--> statement-breakpoint
CREATE TRIGGER "idempotency_keys_of_deleted" BEFORE DELETE ON "accounts"
  FOR EACH ROW EXECUTE FUNCTION "refuse_while_referenced"('idempotency_keys', 'account_id', 'id');--> statement-breakpoint
CREATE TRIGGER "idempotency_keys_of_changed" AFTER UPDATE OF "id" ON "accounts"
  FOR EACH ROW WHEN (OLD."id" <> NEW."id") EXECUTE FUNCTION "refuse_while_referenced"('idempotency_keys', 'account_id', 'id');--> statement-breakpoint
CREATE TRIGGER "provider_refs_of_deleted" BEFORE DELETE ON "providers"
  FOR EACH ROW EXECUTE FUNCTION "refuse_while_referenced"('provider_refs', 'provider_id', 'id');--> statement-breakpoint
CREATE TRIGGER "provider_refs_of_changed" AFTER UPDATE OF "id" ON "providers"
  FOR EACH ROW WHEN (OLD."id" <> NEW."id") EXECUTE FUNCTION "refuse_while_referenced"('provider_refs', 'provider_id', 'id');
