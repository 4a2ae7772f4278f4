curl -X POST https://api.example.com/api/otp/send/ \
  -H "Authorization: Token <your_api_token>" \
  -H "Content-Type: application/json" \
  -d '{
    "gsm": "963911000000",
    "template_id": 1,
    "code": "482910",
    "language": 1
  }'
