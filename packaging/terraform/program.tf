# The program for all instances: servers have no way to the Internet before a director has given them one.
resource "aws_s3_bucket" "program" {
  bucket_prefix = "${var.name}-program-"
  force_destroy = true
}

resource "aws_s3_object" "program" {
  bucket      = aws_s3_bucket.program.id
  key         = "tenbin"
  source      = var.program_file
  source_hash = filesha256(var.program_file)
}

# Who is in the VPC may fetch it, without a key of their own.
resource "aws_s3_bucket_policy" "program" {
  bucket = aws_s3_bucket.program.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.program.arn}/*"
      Condition = { StringEquals = { "aws:SourceVpce" = aws_vpc_endpoint.gateway["s3"].id } }
    }]
  })
}
