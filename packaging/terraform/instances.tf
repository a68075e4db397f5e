data "aws_ami" "debian" {
  most_recent = true
  owners      = ["136693071363"] # Debian

  filter {
    name   = "name"
    values = ["debian-12-${var.architecture == "arm64" ? "arm64" : "amd64"}-*"]
  }
}

locals {
  ami = coalesce(var.ami, data.aws_ami.debian.id)

  config = templatefile("${path.module}/files/tenbin.yaml.tftpl", {
    region      = var.region
    table       = aws_dynamodb_table.votes.name
    web_ip      = aws_eip.service["web"].public_ip
    delivery_ip = aws_eip.service["delivery"].public_ip
  })

  fetch = {
    program_url    = "https://${aws_s3_bucket.program.bucket_regional_domain_name}/${aws_s3_object.program.key}"
    program_sha256 = filesha256(var.program_file)
  }

  director_script = templatefile("${path.module}/files/director.sh.tftpl", merge(local.fetch, {
    region    = var.region
    parameter = var.cluster_key_parameter
  }))

  # Each real server, with what is to run on it.
  servers = merge(
    { for name, address in merge(local.web, local.deliveries) : name => { address = address, group = aws_security_group.web.id, commands = var.web_commands } },
    { for name, address in local.databases : name => { address = address, group = aws_security_group.db.id, commands = var.db_commands } },
  )

  files = {
    config = { path = "/etc/tenbin/tenbin.yaml", permissions = "0644", encoding = "b64", content = base64encode(local.config) }
    unit   = { path = "/etc/systemd/system/tenbin.service", permissions = "0644", encoding = "b64", content = filebase64("${path.module}/../systemd/tenbin.service") }
  }
}

resource "aws_instance" "director" {
  for_each = local.directors

  ami                    = local.ami
  instance_type          = var.director_type
  key_name               = var.key_name
  subnet_id              = aws_subnet.front.id
  private_ip             = each.value
  vpc_security_group_ids = [aws_security_group.director.id]
  iam_instance_profile   = aws_iam_instance_profile.director.name
  # It forwards what is neither from it nor for it.
  source_dest_check = false
  tags              = { Name = "${var.name}-${each.key}" }

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  user_data = join("\n", ["#cloud-config", yamlencode({
    hostname    = each.key
    write_files = [local.files.config, local.files.unit, { path = "/usr/local/sbin/install-tenbin", permissions = "0755", encoding = "b64", content = base64encode(local.director_script) }]
    runcmd      = [["/usr/local/sbin/install-tenbin"]]
  })])

  # Addresses come and go. A new image or file must not stop both directors at once: README.md says how to roll them out.
  lifecycle {
    ignore_changes = [ami, user_data, secondary_private_ips]
  }

  depends_on = [aws_s3_bucket_policy.program, aws_route_table_association.front]
}

resource "aws_instance" "server" {
  for_each = local.servers

  ami                    = local.ami
  instance_type          = var.server_type
  key_name               = var.key_name
  subnet_id              = aws_subnet.front.id
  private_ip             = each.value.address
  vpc_security_group_ids = [each.value.group]
  # A dsr server answers from the virtual address, which is not its own.
  source_dest_check = !contains(keys(local.databases), each.key)
  tags              = { Name = "${var.name}-${each.key}" }

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  user_data = join("\n", ["#cloud-config", yamlencode({
    hostname = each.key
    write_files = [local.files.config, {
      path        = "/usr/local/sbin/install-tenbin"
      permissions = "0755"
      encoding    = "b64"
      content     = base64encode(templatefile("${path.module}/files/server.sh.tftpl", merge(local.fetch, { gateway = local.gateway, commands = each.value.commands })))
    }]
    runcmd = [["/usr/local/sbin/install-tenbin"]]
  })])

  lifecycle {
    ignore_changes = [ami, user_data]
  }

  depends_on = [aws_s3_bucket_policy.program, aws_route_table_association.front]
}
