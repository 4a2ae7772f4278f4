-- A key is claimed before its message is inserted, in the same transaction.
ALTER TABLE "idempotency_keys" ALTER CONSTRAINT "idempotency_keys_message_id_messages_id_fk" DEFERRABLE INITIALLY DEFERRED;
