output "web_ip" {
  description = "Where clients on the Internet find the web servers, ports 80 and 443."
  value       = aws_eip.service["web"].public_ip
}

output "delivery_ip" {
  description = "The same of the delivery servers."
  value       = aws_eip.service["delivery"].public_ip
}

output "director_ips" {
  description = "Fixed public addresses of the directors, for SSH and their own calls of the API."
  value       = { for name, eip in aws_eip.director : name => eip.public_ip }
}

output "config" {
  description = "/etc/tenbin/tenbin.yaml of both directors."
  value       = local.config
}
