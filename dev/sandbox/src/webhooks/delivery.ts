/** One attempt to tell an App something. */
export interface Delivery {
  readonly id: number
  readonly guid: string
  readonly appId: number
  readonly event: string
  readonly action: string | null
  readonly installationId: number | null
  readonly repositoryId: number | null
  readonly deliveredAt: string
  readonly redelivery: boolean
  readonly payload: string
  /** Milliseconds until the answer, or until it was given up. */
  duration: number
  statusCode: number
  status: string
  readonly requestHeaders: Readonly<Record<string, string>>
}
