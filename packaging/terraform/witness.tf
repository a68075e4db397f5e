# The third vote of the pair: one small item, written at each renewal of a lease.
resource "aws_dynamodb_table" "votes" {
  name         = "${var.name}-votes"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "group"

  attribute {
    name = "group"
    type = "S"
  }
}
