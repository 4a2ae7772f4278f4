CREATE TABLE "change_keys" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"asked_hash" "bytea" NOT NULL,
	"subject_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "change_keys_actor_key_pk" PRIMARY KEY("actor","key")
);
