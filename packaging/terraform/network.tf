resource "aws_vpc" "main" {
  cidr_block           = local.vpc_network
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = var.name }
}

# One flat segment: dsr needs director and real server in one subnet, and a nat server its gateway.
resource "aws_subnet" "front" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = local.subnet_network
  availability_zone       = var.zone
  map_public_ip_on_launch = false
  tags                    = { Name = "${var.name}-front" }
}

resource "aws_route_table" "front" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "${var.name}-front" }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "front" {
  subnet_id      = aws_subnet.front.id
  route_table_id = aws_route_table.front.id
}

# The moving ones. Nothing here associates them: Tenbin does, and moves them.
resource "aws_eip" "service" {
  for_each = toset(["web", "delivery"])

  domain     = "vpc"
  tags       = { Name = "${var.name}-${each.key}" }
  depends_on = [aws_internet_gateway.main]
}

# A director's own, which stays: without it the standby could not reach the API.
resource "aws_eip" "director" {
  for_each = local.directors

  domain     = "vpc"
  instance   = aws_instance.director[each.key].id
  tags       = { Name = "${var.name}-${each.key}" }
  depends_on = [aws_internet_gateway.main]
}

# The witness and the program are reached without the Internet. Endpoints of this type cost nothing.
resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(["dynamodb", "s3"])

  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.front.id]
  tags              = { Name = "${var.name}-${each.key}" }
}

resource "aws_vpc_endpoint" "ec2" {
  count = var.ec2_endpoint ? 1 : 0

  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.${var.region}.ec2"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.front.id]
  security_group_ids  = [aws_security_group.endpoint[0].id]
  private_dns_enabled = true
  tags                = { Name = "${var.name}-ec2" }
}
