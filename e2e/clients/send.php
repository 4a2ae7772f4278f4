<?php
$ch = curl_init("https://api.example.com/api/otp/send/");
curl_setopt_array($ch, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_POST => true,
    CURLOPT_HTTPHEADER => [
        "Authorization: Token <your_api_token>",
        "Content-Type: application/json",
    ],
    CURLOPT_POSTFIELDS => json_encode([
        "gsm" => "963911000000",
        "template_id" => 1,
        "code" => "482910",
        "language" => 1,
    ]),
]);

$response = curl_exec($ch);
curl_close($ch);

$data = json_decode($response, true);
echo $data["id"];
