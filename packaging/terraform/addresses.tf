# The article's addresses. They stand in files/tenbin.yaml.tftpl too, where operators read them; a unit test compares the two.
locals {
  vpc_network    = "172.18.0.0/16"
  subnet_network = "172.18.1.0/24"

  directors  = { lvs01 = "172.18.1.23", lvs02 = "172.18.1.25" }
  web        = { web01 = "172.18.1.33", web02 = "172.18.1.34" }
  deliveries = { dlv01 = "172.18.1.35", dlv02 = "172.18.1.36" }
  databases  = { db01 = "172.18.1.220", db02 = "172.18.1.221" }

  # Moves with the group. It is the way back of the nat servers, and the way out of all.
  gateway = "172.18.1.199"

  web_ports      = [80, 443]
  db_port        = 3306
  heartbeat_port = 6946
}
