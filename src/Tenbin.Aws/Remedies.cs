using System.Net;

namespace Tenbin.Aws;

/// <summary>What to do about the error codes of EC2, DynamoDB and S3 (EC2 API reference, "Error codes for the Amazon EC2 API").</summary>
internal static class Remedies
{
    private const string Throttled = "the account makes more calls than it may: it is tried again with growing pauses; look for other callers in CloudTrail, or have the quota raised";
    private const string Trouble = "AWS has a trouble of its own: it is tried again; look at the AWS Health Dashboard if it lasts";
    private const string WrongKeys = "correct the credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the daemon, its profile, or the instance's role)";

    private static readonly Dictionary<string, string> s_byCode = new(StringComparer.Ordinal)
    {
        [AwsException.NoAnswer] = "look at the route to the endpoint: a director needs a public address of its own, a NAT gateway or an interface endpoint in the VPC, and a security group that lets TCP 443 out",
        [AwsException.NoCredentials] = "give the instance a role ('aws ec2 associate-iam-instance-profile'); 'tenbin aws policy' prints the policy that it needs",
        ["AuthFailure"] = WrongKeys,
        ["InvalidClientTokenId"] = WrongKeys,
        ["UnrecognizedClientException"] = WrongKeys,
        ["InvalidAccessKeyId"] = WrongKeys,
        ["MissingAuthenticationToken"] = WrongKeys,
        ["SignatureDoesNotMatch"] = "the secret key does not belong to the access key, or the clock is wrong: correct the credentials, and look at 'timedatectl'",
        ["RequestExpired"] = "the clock is off by more than 5 minutes: look at 'timedatectl', set up chrony with the server 169.254.169.123",
        ["RequestTimeTooSkewed"] = "the clock is off by more than 15 minutes: look at 'timedatectl', set up chrony with the server 169.254.169.123",
        ["ExpiredToken"] = "the temporary credentials have run out: log in anew, or use the instance's role, which renews itself",
        ["ExpiredTokenException"] = "the temporary credentials have run out: log in anew, or use the instance's role, which renews itself",
        ["UnauthorizedOperation"] = "the policy of the credentials lacks this action: attach what 'tenbin aws policy' prints",
        ["AccessDenied"] = "the policy of the credentials lacks this action: attach what 'tenbin aws policy' prints",
        ["AccessDeniedException"] = "the policy of the credentials lacks this action: attach what 'tenbin aws policy' prints",
        ["OptInRequired"] = "the account is not enabled for this region: enable it in the account settings",
        ["Blocked"] = "the account is blocked: ask AWS support",
        ["RequestLimitExceeded"] = Throttled,
        ["Throttling"] = Throttled,
        ["ThrottlingException"] = Throttled,
        ["ProvisionedThroughputExceededException"] = "the table's capacity is too small: switch it to on-demand ('aws dynamodb update-table --billing-mode PAY_PER_REQUEST')",
        ["SlowDown"] = Throttled,
        ["InternalError"] = Trouble,
        ["InternalFailure"] = Trouble,
        ["InternalServerError"] = Trouble,
        ["Unavailable"] = Trouble,
        ["ServiceUnavailable"] = Trouble,
        ["PrivateIpAddressLimitExceeded"] = "the instance type takes no more addresses on one interface: remove unused ones ('aws ec2 unassign-private-ip-addresses'), move the group to another interface with 'interface', or take a larger instance type",
        ["InvalidNetworkInterfaceID.NotFound"] = "the interface is gone or of another region: look at 'aws.region', and restart the daemon after a change of interfaces",
        ["InvalidAllocationID.NotFound"] = "there is no such Elastic IP in this account and region: look at 'aws ec2 describe-addresses', and correct 'elastic-ip'",
        ["InvalidAddress.NotFound"] = "there is no such Elastic IP in this account and region: look at 'aws ec2 describe-addresses', and correct 'elastic-ip'",
        ["InvalidAddressID.NotFound"] = "there is no such Elastic IP in this account and region: look at 'aws ec2 describe-addresses', and correct 'elastic-ip'",
        ["InvalidIPAddress.InUse"] = "another machine has the address as its primary one, or without reassignment: find it with 'aws ec2 describe-network-interfaces --filters Name=addresses.private-ip-address,Values=…'",
        ["Resource.AlreadyAssociated"] = "the Elastic IP is on another address: it is taken over with AllowReassociation; look at who else associates it",
        ["InvalidRouteTableID.NotFound"] = "there is no such route table in this account and region: look at 'aws ec2 describe-route-tables', and correct 'route-tables'",
        ["RouteLimitExceeded"] = "the route table is full: remove routes from it, or have the quota raised",
        ["IncorrectInstanceState"] = "the instance does not run: look at its state",
        ["InvalidInstanceID.NotFound"] = "the instance is not of this account and region: look at 'aws.region' and whose credentials these are",
        ["InvalidParameterValue"] = "look whether the address lies in the subnet of the interface and is not one of the five that AWS keeps in each subnet",
        ["InvalidParameterCombination"] = "look whether the address lies in the subnet of the interface",
        ["Gateway.NotAttached"] = "the VPC has no Internet gateway, which an Elastic IP needs: attach one",
        ["InvalidSubnetID.NotFound"] = "the subnet is not of this account and region: look at 'aws.region'",
        ["ResourceNotFoundException"] = "there is no such table: make it ('aws dynamodb create-table --table-name … --attribute-definitions AttributeName=group,AttributeType=S --key-schema AttributeName=group,KeyType=HASH --billing-mode PAY_PER_REQUEST'), or correct 'table' and 'aws.region'",
        ["NoSuchBucket"] = "there is no such bucket: make it, or correct 'bucket'",
        ["PermanentRedirect"] = "the bucket is in another region: set 'aws.region' to that of the bucket, or take a bucket of this one",
        ["ValidationException"] = "look whether the table's key is 'group', of type S, without a sort key",
    };

    private static readonly HashSet<string> s_transient = new(StringComparer.Ordinal)
    {
        "RequestLimitExceeded", "Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException", "EC2ThrottledException",
        "BandwidthLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown", "PriorRequestNotComplete", "RequestTimeout",
        "InternalError", "InternalFailure", "InternalServerError", "Unavailable", "ServiceUnavailable", "TransactionInProgressException",
    };

    public static string? For(string code) => s_byCode.GetValueOrDefault(code);

    public static bool IsTransient(string code, HttpStatusCode? status) =>
        code is AwsException.NoAnswer or AwsException.NoCredentials || s_transient.Contains(code) || status is { } given && ((int)given >= 500 || given == HttpStatusCode.TooManyRequests);
}
