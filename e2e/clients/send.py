import requests

url = "https://api.example.com/api/otp/send/"
headers = {
    "Authorization": "Token <your_api_token>",
    "Content-Type": "application/json",
}
payload = {
    "gsm": "963911000000",
    "template_id": 1,
    "code": "482910",
    "language": 1,
}

response = requests.post(url, json=payload, headers=headers)

if response.status_code == 201:
    data = response.json()
    print("Sent:", data["id"], data["status"])
else:
    print("Error:", response.status_code, response.json())
