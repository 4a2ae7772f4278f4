DROP INDEX "messages_account";--> statement-breakpoint
CREATE INDEX "messages_facets" ON "messages" USING btree ("account_id",coalesce("token_id", 0),"template_version_id","language","status",coalesce("provider_id", 0),"created_at","id") WHERE "messages"."status" <> 'pending';--> statement-breakpoint
CREATE INDEX "messages_number" ON "messages" USING brin ("number" text_bloom_ops(n_distinct_per_range=2000, false_positive_rate=0.005)) WITH (pages_per_range=32,autosummarize=true);--> statement-breakpoint
CREATE INDEX "messages_account" ON "messages" USING btree ("account_id","created_at","id");