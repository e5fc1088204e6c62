export default function Home() {
  return <h1>Seatkeeper</h1>
}
