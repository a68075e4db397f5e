resource "aws_iam_role" "director" {
  name_prefix = "${var.name}-director-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_instance_profile" "director" {
  name_prefix = "${var.name}-director-"
  role        = aws_iam_role.director.name
}

# What 'tenbin aws policy' prints for files/tenbin.yaml.tftpl: a unit test compares the two.
resource "aws_iam_role_policy" "tenbin" {
  name   = "tenbin"
  role   = aws_iam_role.director.id
  policy = templatefile("${path.module}/files/policy.json.tftpl", { region = var.region, table = aws_dynamodb_table.votes.name })
}

data "aws_caller_identity" "current" {}

# For the installation alone: it may be taken away once both directors run.
resource "aws_iam_role_policy" "key" {
  name = "cluster-key"
  role = aws_iam_role.director.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ssm:GetParameter"
      Resource = "arn:aws:ssm:${var.region}:${data.aws_caller_identity.current.account_id}:parameter${var.cluster_key_parameter}"
    }]
  })
}
