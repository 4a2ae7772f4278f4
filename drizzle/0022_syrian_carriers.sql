ALTER TYPE "public"."provider_kind" ADD VALUE 'syriatel';--> statement-breakpoint
ALTER TYPE "public"."provider_kind" ADD VALUE 'mtn_syria';