# Forwarded packets keep the client's address, so servers must let in the clients themselves. Protocol 4 (IPIP) is for
# forward: tunnel, which Tenbin does not have yet.

resource "aws_security_group" "director" {
  name        = "${var.name}-director"
  description = "Directors"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "web" {
  name        = "${var.name}-web"
  description = "Web and delivery servers"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "db" {
  name        = "${var.name}-db"
  description = "Database servers"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "endpoint" {
  count = var.ec2_endpoint ? 1 : 0

  name        = "${var.name}-endpoint"
  description = "The EC2 API inside the VPC"
  vpc_id      = aws_vpc.main.id
}

locals {
  # Everything leaves.
  open_groups = { director = aws_security_group.director.id, web = aws_security_group.web.id, db = aws_security_group.db.id }

  client_rules = {
    for rule in setproduct(local.web_ports, var.client_networks) : "${rule[0]} ${rule[1]}" => { port = rule[0], network = rule[1] }
  }

  # Security groups are not transitive: what web servers send through the director arrives there by this.
  inside_rules = {
    "heartbeat"              = { to = aws_security_group.director.id, from = aws_security_group.director.id, protocol = "udp", port = local.heartbeat_port }
    "way out of web servers" = { to = aws_security_group.director.id, from = aws_security_group.web.id, protocol = "-1", port = null }
    "way out of databases"   = { to = aws_security_group.director.id, from = aws_security_group.db.id, protocol = "-1", port = null }
    "reads"                  = { to = aws_security_group.db.id, from = aws_security_group.web.id, protocol = "tcp", port = local.db_port }
    "checks of databases"    = { to = aws_security_group.db.id, from = aws_security_group.director.id, protocol = "tcp", port = local.db_port }
    "checks of web, 80"      = { to = aws_security_group.web.id, from = aws_security_group.director.id, protocol = "tcp", port = 80 }
    "checks of web, 443"     = { to = aws_security_group.web.id, from = aws_security_group.director.id, protocol = "tcp", port = 443 }
    "pings of directors"     = { to = aws_security_group.director.id, from = aws_security_group.director.id, protocol = "icmp", port = -1 }
    "pings of web servers"   = { to = aws_security_group.web.id, from = aws_security_group.director.id, protocol = "icmp", port = -1 }
    "pings of databases"     = { to = aws_security_group.db.id, from = aws_security_group.director.id, protocol = "icmp", port = -1 }
  }
}

resource "aws_vpc_security_group_egress_rule" "all" {
  for_each = local.open_groups

  security_group_id = each.value
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "clients_at_director" {
  for_each = local.client_rules

  description       = "Clients"
  security_group_id = aws_security_group.director.id
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.network
}

resource "aws_vpc_security_group_ingress_rule" "clients_at_server" {
  for_each = local.client_rules

  description       = "Clients, whose address a director leaves as it is"
  security_group_id = aws_security_group.web.id
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.network
}

resource "aws_vpc_security_group_ingress_rule" "inside" {
  for_each = local.inside_rules

  description                  = each.key
  security_group_id            = each.value.to
  referenced_security_group_id = each.value.from
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  for_each = toset(var.admin_networks)

  description       = "Administrators"
  security_group_id = aws_security_group.director.id
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = each.value
}

resource "aws_vpc_security_group_ingress_rule" "endpoint" {
  count = var.ec2_endpoint ? 1 : 0

  description                  = "Directors"
  security_group_id            = aws_security_group.endpoint[0].id
  referenced_security_group_id = aws_security_group.director.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}
