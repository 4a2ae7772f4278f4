ALTER TABLE "users" DROP CONSTRAINT "users_role_account";--> statement-breakpoint
-- A new type, because a value that is added to a type cannot be used in the same transaction. Everybody in an account
-- could do everything in it so far, so all of them become owners.
ALTER TYPE "public"."user_role" RENAME TO "user_role_before";--> statement-breakpoint
CREATE TYPE "public"."user_role" AS ENUM('admin', 'support', 'owner', 'developer', 'read_only');--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "role" TYPE "public"."user_role" USING (
  case "role"::text when 'developer' then 'owner' else "role"::text end)::"public"."user_role";--> statement-breakpoint
DROP TYPE "public"."user_role_before";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "two_factor_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "user_links" ADD COLUMN "made_by" integer;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "removed_by_team" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "user_links" ADD CONSTRAINT "user_links_made_by_users_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_removed_by_team" CHECK (not "users"."removed_by_team" or "users"."removed_at" is not null);--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_role_account" CHECK (("users"."role" in ('admin', 'support')) = ("users"."account_id" is null));