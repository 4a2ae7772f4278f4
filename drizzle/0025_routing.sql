CREATE TYPE "public"."approved_as" AS ENUM('text', 'template');
--> statement-breakpoint
CREATE TYPE "public"."operator_approval_state" AS ENUM('submitted', 'accepted', 'refused');
--> statement-breakpoint
CREATE TYPE "public"."sender_state" AS ENUM('requested', 'registered');
--> statement-breakpoint
CREATE TABLE "operator_approvals" (
	"version_id" integer NOT NULL,
	"provider_id" integer NOT NULL,
	"language" smallint NOT NULL,
	"state" "operator_approval_state" NOT NULL,
	"approved_as" "approved_as",
	"template_code" text,
	"reason" text,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operator_approvals_version_id_provider_id_language_pk" PRIMARY KEY("version_id","provider_id","language"),
	CONSTRAINT "operator_approvals_language" CHECK ("operator_approvals"."language" in (0, 1)),
	CONSTRAINT "operator_approvals_accepted" CHECK (("operator_approvals"."state" = 'accepted') = ("operator_approvals"."approved_as" is not null)),
	CONSTRAINT "operator_approvals_refused" CHECK (("operator_approvals"."state" = 'refused') = ("operator_approvals"."reason" is not null)),
	CONSTRAINT "operator_approvals_template_code" CHECK ("operator_approvals"."template_code" is null or ("operator_approvals"."state" = 'accepted' and length("operator_approvals"."template_code") between 1 and 100)),
	CONSTRAINT "operator_approvals_by_code" CHECK ("operator_approvals"."approved_as" <> 'template' or "operator_approvals"."template_code" is not null)
);
--> statement-breakpoint
CREATE TABLE "operator_prefixes" (
	"prefix" text PRIMARY KEY NOT NULL,
	"operator_id" integer NOT NULL,
	CONSTRAINT "operator_prefixes_prefix" CHECK ("operator_prefixes"."prefix" ~ '^[1-9][0-9]{0,14}$')
);
--> statement-breakpoint
CREATE TABLE "operators" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "operators_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"arabic_name" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operators_name_unique" UNIQUE("name"),
	CONSTRAINT "operators_name_length" CHECK (length("operators"."name") between 1 and 60),
	CONSTRAINT "operators_arabic_name_length" CHECK (length("operators"."arabic_name") between 1 and 60)
);
--> statement-breakpoint
CREATE TABLE "route_providers" (
	"route_id" integer NOT NULL,
	"position" smallint NOT NULL,
	"provider_id" integer NOT NULL,
	CONSTRAINT "route_providers_route_id_position_pk" PRIMARY KEY("route_id","position"),
	CONSTRAINT "route_providers_provider" UNIQUE("route_id","provider_id")
);
--> statement-breakpoint
CREATE TABLE "routes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "routes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"prefix" text NOT NULL,
	"account_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "routes_place" UNIQUE NULLS NOT DISTINCT("prefix","account_id"),
	CONSTRAINT "routes_prefix" CHECK ("routes"."prefix" ~ '^[1-9][0-9]{0,14}$')
);
--> statement-breakpoint
CREATE TABLE "routing_version" (
	"single" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"version" uuid DEFAULT gen_random_uuid() NOT NULL,
	CONSTRAINT "routing_version_single" CHECK ("routing_version"."single")
);
--> statement-breakpoint
CREATE TABLE "senders" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "senders_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"provider_id" integer NOT NULL,
	"account_id" integer,
	"sender" text NOT NULL,
	"state" "sender_state" DEFAULT 'requested' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "senders_place" UNIQUE NULLS NOT DISTINCT("provider_id","account_id"),
	CONSTRAINT "senders_sender_length" CHECK (length("senders"."sender") between 1 and 16)
);
--> statement-breakpoint
ALTER TABLE "providers" ADD COLUMN "demands_approval" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
ALTER TABLE "operator_approvals" ADD CONSTRAINT "operator_approvals_version_id_template_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."template_versions"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "operator_approvals" ADD CONSTRAINT "operator_approvals_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "operator_prefixes" ADD CONSTRAINT "operator_prefixes_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "route_providers" ADD CONSTRAINT "route_providers_route_id_routes_id_fk" FOREIGN KEY ("route_id") REFERENCES "public"."routes"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "route_providers" ADD CONSTRAINT "route_providers_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "routes" ADD CONSTRAINT "routes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "senders" ADD CONSTRAINT "senders_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "senders" ADD CONSTRAINT "senders_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "operator_approvals_provider" ON "operator_approvals" USING btree ("provider_id");
--> statement-breakpoint
CREATE INDEX "operator_prefixes_operator" ON "operator_prefixes" USING btree ("operator_id");
--> statement-breakpoint
CREATE INDEX "route_providers_of_provider" ON "route_providers" USING btree ("provider_id");
--> statement-breakpoint
INSERT INTO "routing_version" DEFAULT VALUES;
--> statement-breakpoint
WITH "names" ("name", "arabic_name", "prefixes") AS (VALUES
    ('Syriatel', 'سيريتل', '{96393,96398,96399}'::text[]),
    ('MTN Syria', 'إم تي إن سورية', '{96394,96395,96396,96397}'),
    ('Wafa Telecom', 'وفا تيليكوم', '{96391,96392}'),
    ('Rcell', 'آر سيل', '{96350}')
  ), "added" AS (
    INSERT INTO "operators" ("name", "arabic_name") SELECT "name", "arabic_name" FROM "names" RETURNING "id", "name"
  ) INSERT INTO "operator_prefixes" ("prefix", "operator_id")
    SELECT unnest("prefixes"), "id" FROM "added" JOIN "names" USING ("name");
--> statement-breakpoint
-- See db/schema/routing.ts. A restore fills the tables in any order; where the row is not there yet, nothing happens.
CREATE FUNCTION "renew_routing_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "routing_version" SET "version" = gen_random_uuid();
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "providers_routing_version" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "providers"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_routing_version"();
--> statement-breakpoint
CREATE TRIGGER "operators_routing_version" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "operators"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_routing_version"();
--> statement-breakpoint
CREATE TRIGGER "operator_prefixes_routing_version" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "operator_prefixes"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_routing_version"();
--> statement-breakpoint
CREATE TRIGGER "routes_routing_version" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "routes"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_routing_version"();
--> statement-breakpoint
CREATE TRIGGER "route_providers_routing_version" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "route_providers"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_routing_version"();
--> statement-breakpoint
CREATE TRIGGER "senders_routing_version" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "senders"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_routing_version"();
--> statement-breakpoint
CREATE TRIGGER "operator_approvals_routing_version" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "operator_approvals"
  FOR EACH STATEMENT EXECUTE FUNCTION "renew_routing_version"();
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "route_prefix" text;
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "route_own" boolean;
