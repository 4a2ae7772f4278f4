import type { SnippetPlaces, Snippets } from "./places.ts";

const request = `$response = curl_exec($ch);
if ($response === false) {
    exit("Error: " . curl_error($ch) . "\\n");
}
$status = curl_getinfo($ch, CURLINFO_RESPONSE_CODE);
$data = json_decode($response, true);`;

const otherwise = ` else {
    echo "Error: ", $status, " ", $response, "\\n";
}`;

const look = (path: string, { origin, token }: SnippetPlaces) => `<?php
$ch = curl_init("${origin}${path}");
curl_setopt_array($ch, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => ["Authorization: Token ${token}"],
]);

${request}
`;

export const php: Snippets = {
  send: ({ origin, templateId, token }) => `<?php
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

${request}

if ($status === 201) {
    echo "Sent: ", $data["id"], " ", $data["status"], "\\n";
}${otherwise}`,

  message: (places) => `${look("/api/otp/messages/1427/", places)}
if ($status === 200) {
    echo $data["id"], " ", $data["status"], "\\n";
}${otherwise}`,

  balance: (places) => `${look("/api/otp/balance/", places)}
if ($status === 200) {
    echo "Remaining: ", $data["remaining"], "\\n";
    foreach ($data["subscriptions"] as $one) {
        echo $one["plan"], " ", $one["remaining"], " ", $one["ends_at"], "\\n";
    }
}${otherwise}`,

  idempotent: ({ origin, templateId, token }) => `<?php
$again = false;
$ch = curl_init("${origin}/api/otp/send/");
curl_setopt_array($ch, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_POST => true,
    CURLOPT_HTTPHEADER => [
        "Authorization: Token ${token}",
        "Content-Type: application/json",
        "Idempotency-Key: login-5f2c1e",
    ],
    CURLOPT_POSTFIELDS => json_encode([
        "gsm" => "963911000000",
        "template_id" => ${templateId},
        "code" => "482910",
    ]),
    CURLOPT_HEADERFUNCTION => function ($ch, $line) use (&$again) {
        if (stripos($line, "Idempotent-Replayed:") === 0) {
            $again = true;
        }
        return strlen($line);
    },
]);

${request}

if ($status === 201) {
    echo $again ? "Sent before: " : "Sent: ", $data["id"], " ", $data["status"], "\\n";
}${otherwise}`,
};
