/** What the snippets are filled in with. */
export interface SnippetPlaces {
  /** Scheme and host of this gateway, without a slash at its end. */
  origin: string;
  templateId: number;
  /** `TOKEN_PLACE` until the reader has shown theirs. */
  token: string;
}

export const TOKEN_PLACE = "<your_api_token>";

export const SNIPPET_LANGUAGES = ["curl", "python", "javascript", "php"] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

/** What the languages call themselves; not translated. */
export const snippetNames: Record<SnippetLanguage, string> = {
  curl: "curl",
  python: "Python",
  javascript: "JavaScript",
  php: "PHP",
};

/** The clients of the reference, as they run: whoever pastes one sends an OTP. */
export function sendSnippet(language: SnippetLanguage, places: SnippetPlaces): string {
  return senders[language](places);
}

const senders: Record<SnippetLanguage, (places: SnippetPlaces) => string> = {
  curl: ({ origin, templateId, token }) => `curl -X POST ${origin}/api/otp/send/ \\
  -H "Authorization: Token ${token}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "gsm": "963911000000",
    "template_id": ${templateId},
    "code": "482910",
    "language": 1
  }'`,
  python: ({ origin, templateId, token }) => `import requests

url = "${origin}/api/otp/send/"
headers = {
    "Authorization": "Token ${token}",
    "Content-Type": "application/json",
}
payload = {
    "gsm": "963911000000",
    "template_id": ${templateId},
    "code": "482910",
    "language": 1,
}

response = requests.post(url, json=payload, headers=headers)

if response.status_code == 201:
    data = response.json()
    print("Sent:", data["id"], data["status"])
else:
    print("Error:", response.status_code, response.json())`,
  javascript: ({ origin, templateId, token }) => `const response = await fetch("${origin}/api/otp/send/", {
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
  php: ({ origin, templateId, token }) => `<?php
$ch = curl_init("${origin}/api/otp/send/");
curl_setopt_array($ch, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_POST => true,
    CURLOPT_HTTPHEADER => [
        "Authorization: Token ${token}",
        "Content-Type: application/json",
    ],
    CURLOPT_POSTFIELDS => json_encode([
        "gsm" => "963911000000",
        "template_id" => ${templateId},
        "code" => "482910",
        "language" => 1,
    ]),
]);

$response = curl_exec($ch);
curl_close($ch);

$data = json_decode($response, true);
echo $data["id"];`,
};

/** One line each, for what needs no more. */
export const lookSnippets = {
  message: ({ origin, token }: SnippetPlaces) =>
    `curl ${origin}/api/otp/messages/1427/ \\\n  -H "Authorization: Token ${token}"`,
  balance: ({ origin, token }: SnippetPlaces) =>
    `curl ${origin}/api/otp/balance/ \\\n  -H "Authorization: Token ${token}"`,
  idempotent: ({ origin, templateId, token }: SnippetPlaces) => `curl -X POST ${origin}/api/otp/send/ \\
  -H "Authorization: Token ${token}" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: login-5f2c1e" \\
  -d '{"gsm": "963911000000", "template_id": ${templateId}, "code": "482910"}'`,
};

/**
 * Scheme and host as they may stand in a snippet: what is no plain host name or address would break out of the
 * quotes of a shell.
 */
export function snippetOrigin(protocol: string | null, host: string | null): string {
  const plain = host !== null && /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i.test(host);
  return `${protocol === "https" ? "https" : "http"}://${plain ? host : "localhost"}`;
}
