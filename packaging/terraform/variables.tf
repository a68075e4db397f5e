variable "region" {
  description = "Where all of it is, e.g. ap-northeast-1."
  type        = string
}

variable "zone" {
  description = "Availability zone of the one subnet, e.g. ap-northeast-1a; null = AWS chooses. Private addresses cannot leave their subnet, so a zone outage is not covered."
  type        = string
  default     = null
}

variable "name" {
  description = "Begins the names of all that is made."
  type        = string
  default     = "tenbin"
}

variable "program_file" {
  description = "The tenbin program for the instances' processor, as packaging/publish makes it."
  type        = string
  default     = "../../artifacts/publish/tenbin"
}

variable "cluster_key_parameter" {
  description = "Name of the SSM parameter (SecureString) with the cluster's key. Made beforehand, so that the key is in no state file: see README.md."
  type        = string
  default     = "/tenbin/cluster-key"

  validation {
    condition     = startswith(var.cluster_key_parameter, "/")
    error_message = "Write the name with its slash, e.g. /tenbin/cluster-key."
  }
}

variable "architecture" {
  description = "Of the instances: x86_64 or arm64. program_file and the instance types must fit."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "Write x86_64 or arm64."
  }
}

variable "director_type" {
  description = "Instance type of the directors. Its interface must hold four IPv4 addresses: its own and the three that move (t3.small and t4g.small hold four, t3.micro two)."
  type        = string
  default     = "t3.small"
}

variable "server_type" {
  description = "Instance type of the real servers."
  type        = string
  default     = "t3.small"
}

variable "ami" {
  description = "Image of all instances, with systemd, cloud-init and Linux 5.15 or newer; the files here install Debian packages. null = the newest Debian 12."
  type        = string
  default     = null
}

variable "key_name" {
  description = "Key pair for SSH; null = none."
  type        = string
  default     = null
}

variable "admin_networks" {
  description = "IPv4 networks that may use SSH on the directors, e.g. [\"192.0.2.0/24\"]."
  type        = list(string)
  default     = []
}

variable "client_networks" {
  description = "IPv4 networks of the clients on the Internet."
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

variable "ec2_endpoint" {
  description = "Also an interface endpoint for the EC2 API inside the VPC (it costs by the hour): the directors then reach the API without the Internet."
  type        = bool
  default     = false
}

variable "web_commands" {
  description = "Shell commands on each web and delivery server, once it has its way out through a director."
  type        = string
  default     = <<-EOT
    apt-get install --yes --no-install-recommends nginx-light
    echo OK >/var/www/html/check.html
  EOT
}

variable "db_commands" {
  description = "The same on each database server. It must listen on the virtual address too."
  type        = string
  default     = <<-EOT
    apt-get install --yes --no-install-recommends mariadb-server
    printf '[mysqld]\nbind-address = 0.0.0.0\n' >/etc/mysql/mariadb.conf.d/90-all-addresses.cnf
    systemctl restart mariadb
  EOT
}
