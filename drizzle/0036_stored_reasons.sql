-- without transaction
-- The reasons of older messages, where they are known: texts that the gateway itself wrote for messages that nobody could deliver,
-- and the last attempt of those that several providers refused. Repeatable.
UPDATE "messages" SET "problem" = CASE "provider_response"
    WHEN 'Not sent (no route for this prefix)' THEN 'no_route'
    WHEN 'Not sent (operator approval missing)' THEN 'approval_missing'
    ELSE 'sender_missing'
  END::message_problem
  WHERE "problem" = 'refused' AND "provider_id" IS NULL AND "provider_response" IN ('Not sent (no route for this prefix)',
    'Not sent (operator approval missing)', 'Not sent (sender missing)');--> statement-breakpoint
UPDATE "messages" m SET "problem" = CASE a."reason"
    WHEN 'recipient' THEN 'recipient_refused' WHEN 'text' THEN 'text_refused' ELSE 'not_taken'
  END::message_problem
  FROM "message_attempts" a
  WHERE m."problem" = 'refused' AND a."message_id" = m."id" AND a."provider_id" = m."provider_id"
    AND a."reason" IN ('recipient', 'text', 'not_taken');--> statement-breakpoint
-- Of hours that were counted without reasons and operators. The job counts the last week anew.
INSERT INTO "failure_counts" ("account_id", "hour", "reason", "operator_id", "count")
SELECT c."account_id", c."hour", kind."reason", 0, sum(kind."count")
FROM "message_counts" c CROSS JOIN LATERAL (VALUES
  ('refused'::message_problem, c."refused"), ('undelivered', c."undelivered"), ('released', c."released")
) kind ("reason", "count")
WHERE kind."count" > 0 GROUP BY 1, 2, 3
ON CONFLICT DO NOTHING;--> statement-breakpoint
-- One index for whole numbers and for their last digits.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "messages_number_ending" ON "messages" USING brin (right("number", 6) text_bloom_ops(n_distinct_per_range=2000, false_positive_rate=0.005)) WITH (pages_per_range=32,autosummarize=true);--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "messages_number";--> statement-breakpoint
-- How often digits repeat, which decides whether the index is used.
ANALYZE "messages";
