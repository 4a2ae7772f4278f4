const response = await fetch("https://api.example.com/api/otp/send/", {
  method: "POST",
  headers: {
    Authorization: "Token <your_api_token>",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    gsm: "963911000000",
    template_id: 1,
    code: "482910",
    language: 1,
  }),
});

const data = await response.json();
if (response.ok) {
  console.log("Sent:", data.id, data.status);
} else {
  console.error("Error:", data);
}
