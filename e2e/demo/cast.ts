/** Who plays in the demonstration: customers as a gateway in Syria may have them. */
export interface CastTemplate {
  name: string;
  english: string | null;
  arabic: string | null;
  /** Hours since it waits for approval; approved where left out. */
  waiting?: number;
}

export interface CastCustomer {
  name: string;
  developer: string;
  /** Messages on an ordinary day. */
  perDay: number;
  /** Which part fails. */
  failing: number;
  plan: string;
  quota: number;
  /** Days until the subscription ends, and since it began. */
  ends: number;
  began: number;
  whitelist: [string, string][];
  tokens: string[];
  templates: CastTemplate[];
}

export const cast: CastCustomer[] = [
  {
    name: "Sham Pay",
    developer: "rima@shampay.example",
    perDay: 820,
    failing: 0.021,
    plan: "Business",
    quota: 40_000,
    ends: 12,
    began: 33,
    whitelist: [
      ["203.0.113.10", "Production"],
      ["127.0.0.1", "This machine"],
      ["203.0.113.11", "Production, standby"],
      ["198.51.100.0/28", "Office"],
    ],
    tokens: ["Wallet app", "Merchant portal", "Staging"],
    templates: [
      {
        name: "Sign-in",
        english: "{code} is your Sham Pay code. Nobody from Sham Pay will ever ask you for it.",
        arabic: "{code} رمزك في شام باي. لن يطلبه منك أحد من موظفينا.",
      },
      {
        name: "Confirm a transfer",
        english: "Confirm your Sham Pay transfer with {code}.",
        arabic: "أكّد حوالتك في شام باي بالرمز {code}",
      },
      {
        name: "New device",
        english: "Sham Pay: enter {code} to trust this device.",
        arabic: "شام باي: أدخل {code} لاعتماد هذا الجهاز.",
        waiting: 3,
      },
    ],
  },
  {
    name: "Barq Delivery",
    developer: "tarek@barq.example",
    perDay: 540,
    failing: 0.034,
    plan: "Growth",
    quota: 19_000,
    ends: 4,
    began: 32,
    whitelist: [["192.0.2.40", "Dispatch server"]],
    tokens: ["Courier app"],
    templates: [
      { name: "Courier sign-in", english: null, arabic: "رمز دخولك إلى برق: {code}" },
      {
        name: "Parcel handover",
        english: "Give the courier this code: {code}. Barq Delivery",
        arabic: "أعطِ المندوب هذا الرمز عند الاستلام: {code}. برق للتوصيل",
        waiting: 27,
      },
    ],
  },
  {
    name: "Dardasha",
    developer: "lina@dardasha.example",
    perDay: 310,
    failing: 0.045,
    plan: "Growth",
    quota: 14_000,
    ends: 21,
    began: 31,
    whitelist: [["198.51.100.77", "API"]],
    tokens: ["Chat backend"],
    templates: [
      {
        name: "Verify number",
        english: "Your Dardasha code: {code}",
        arabic: "رمز التحقق في دردشة: {code}",
      },
    ],
  },
  {
    name: "Wasel Taxi",
    developer: "omar@wasel.example",
    perDay: 150,
    failing: 0.018,
    plan: "Starter",
    quota: 6_000,
    ends: 18,
    began: 40,
    whitelist: [["203.0.113.200", "Backend"]],
    tokens: ["Rider app", "Driver app"],
    templates: [
      { name: "Rider sign-in", english: "Wasel: your code is {code}", arabic: "واصل: رمزك {code}" },
    ],
  },
  {
    name: "Clinic Plus",
    developer: "hala@clinicplus.example",
    perDay: 45,
    failing: 0.012,
    plan: "Starter",
    quota: 3_000,
    ends: 2,
    began: 58,
    whitelist: [["192.0.2.15", "Booking server"]],
    tokens: ["Booking"],
    templates: [
      {
        name: "Booking",
        english: "Clinic Plus: confirm your appointment with {code}",
        arabic: "كلينك بلس: أكّد موعدك بالرمز {code}",
      },
    ],
  },
];

/** What the gateway sells. */
export const plans = [
  { name: "Starter", quota: 5_000, days: 30, unit: "message", price: "150,000 SYP" },
  { name: "Growth", quota: 20_000, days: 45, unit: "message", price: "540,000 SYP" },
  { name: "Business", quota: 40_000, days: 45, unit: "message", price: "960,000 SYP" },
  { name: "Campaign", quota: 60_000, days: 30, unit: "segment", price: "$90" },
];
