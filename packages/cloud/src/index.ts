export { clusterAccess, type AccessOptions } from './kubernetes/kubeconfig.ts'
export {
  createClusterClient,
  messageIn,
  type ClusterAnswer,
  type ClusterClient,
} from './kubernetes/client.ts'
