resource "helm_release" "chat" {
  set {
    name  = "model.id"
    value = "acme/helm-release"
  }
}
