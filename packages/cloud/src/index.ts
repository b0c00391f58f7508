export { clusterAccess, type AccessOptions } from './kubernetes/kubeconfig.ts'
export {
  createClusterClient,
  messageIn,
  type ClusterAnswer,
  type ClusterClient,
} from './kubernetes/client.ts'
export {
  awsProblem,
  awsService,
  sendToAws,
  type AwsAnswer,
  type AwsProblem,
  type AwsService,
} from './aws/client.ts'
export { child, membersAt, parseXml, textAt, type XmlElement } from './aws/xml.ts'
export { googleService, type GoogleService } from './google/client.ts'
