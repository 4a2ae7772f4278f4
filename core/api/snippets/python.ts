import type { Snippets } from "./places.ts";

export const python: Snippets = {
  send: ({ origin, templateId, token }) => `import requests

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

  message: ({ origin, token }) => `import requests

url = "${origin}/api/otp/messages/1427/"
headers = {"Authorization": "Token ${token}"}

response = requests.get(url, headers=headers)

if response.status_code == 200:
    data = response.json()
    print(data["id"], data["status"])
else:
    print("Error:", response.status_code, response.json())`,

  balance: ({ origin, token }) => `import requests

url = "${origin}/api/otp/balance/"
headers = {"Authorization": "Token ${token}"}

response = requests.get(url, headers=headers)

if response.status_code == 200:
    data = response.json()
    print("Remaining:", data["remaining"])
    for subscription in data["subscriptions"]:
        print(subscription["plan"], subscription["remaining"], subscription["ends_at"])
else:
    print("Error:", response.status_code, response.json())`,

  idempotent: ({ origin, templateId, token }) => `import requests

url = "${origin}/api/otp/send/"
headers = {
    "Authorization": "Token ${token}",
    "Content-Type": "application/json",
    "Idempotency-Key": "login-5f2c1e",
}
payload = {"gsm": "963911000000", "template_id": ${templateId}, "code": "482910"}

response = requests.post(url, json=payload, headers=headers)

if response.status_code == 201:
    data = response.json()
    again = "Idempotent-Replayed" in response.headers
    print("Sent before:" if again else "Sent:", data["id"], data["status"])
else:
    print("Error:", response.status_code, response.json())`,
};
