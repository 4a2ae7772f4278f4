import { connection } from "next/server";

export default async function Home() {
  await connection();
  return <main>Aman Gate</main>;
}
