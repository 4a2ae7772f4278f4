import type { Snippets } from "./places.ts";

export const javascript: Snippets = {
  send: ({ origin, templateId, token }) => `const response = await fetch("${origin}/api/otp/send/", {
  method: "POST",
  headers: {
    Authorization: "Token ${token}",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    gsm: "963911000000",
    template_id: ${templateId},
    code: "482910",
    language: 1,
  }),
});

const data = await response.json();
if (response.ok) {
  console.log("Sent:", data.id, data.status);
} else {
  console.error("Error:", data);
}`,

  message: ({ origin, token }) => `const response = await fetch("${origin}/api/otp/messages/1427/", {
  headers: { Authorization: "Token ${token}" },
});

const data = await response.json();
if (response.ok) {
  console.log(data.id, data.status);
} else {
  console.error("Error:", data);
}`,

  balance: ({ origin, token }) => `const response = await fetch("${origin}/api/otp/balance/", {
  headers: { Authorization: "Token ${token}" },
});

const data = await response.json();
if (response.ok) {
  console.log("Remaining:", data.remaining);
  for (const { plan, remaining, ends_at } of data.subscriptions) {
    console.log(plan, remaining, ends_at);
  }
} else {
  console.error("Error:", data);
}`,

  idempotent: ({ origin, templateId, token }) => `const response = await fetch("${origin}/api/otp/send/", {
  method: "POST",
  headers: {
    Authorization: "Token ${token}",
    "Content-Type": "application/json",
    "Idempotency-Key": "login-5f2c1e",
  },
  body: JSON.stringify({ gsm: "963911000000", template_id: ${templateId}, code: "482910" }),
});

const data = await response.json();
if (response.ok) {
  const again = response.headers.has("Idempotent-Replayed");
  console.log(again ? "Sent before:" : "Sent:", data.id, data.status);
} else {
  console.error("Error:", data);
}`,
};
