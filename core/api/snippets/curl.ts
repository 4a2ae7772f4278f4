import type { Snippets } from "./places.ts";

export const curl: Snippets = {
  send: ({ origin, templateId, token }) => `curl -X POST ${origin}/api/otp/send/ \\
  -H "Authorization: Token ${token}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "gsm": "963911000000",
    "template_id": ${templateId},
    "code": "482910",
    "language": 1
  }'`,

  message: ({ origin, token }) => `curl ${origin}/api/otp/messages/1427/ \\
  -H "Authorization: Token ${token}"`,

  balance: ({ origin, token }) => `curl ${origin}/api/otp/balance/ \\
  -H "Authorization: Token ${token}"`,

  idempotent: ({ origin, templateId, token }) => `curl -X POST ${origin}/api/otp/send/ \\
  -H "Authorization: Token ${token}" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: login-5f2c1e" \\
  -d '{"gsm": "963911000000", "template_id": ${templateId}, "code": "482910"}'`,
};
