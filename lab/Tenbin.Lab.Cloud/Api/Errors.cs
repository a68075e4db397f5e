using Tenbin.Lab.Cloud.Addressing;

namespace Tenbin.Lab.Cloud.Api;

/// <summary>The refusals, by their codes in the EC2 API Reference ("Error codes for the Amazon EC2 API").</summary>
internal static class Errors
{
    public static ApiException MissingAuthenticationToken() =>
        new("MissingAuthenticationToken", "Request is missing Authentication Token", 403);

    public static ApiException IncompleteSignature(string message) => new("IncompleteSignature", message);

    public static ApiException AuthFailure() =>
        new("AuthFailure", "AWS was not able to validate the provided access credentials", 401);

    public static ApiException SignatureDoesNotMatch() => new(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
        403);

    public static ApiException RequestExpired() => new("RequestExpired", "Request has expired.");

    public static ApiException UnauthorizedOperation(string arn, string action) => new(
        "UnauthorizedOperation",
        $"You are not authorized to perform this operation. User: {arn} is not authorized to perform: ec2:{action} because no identity-based policy allows the ec2:{action} action",
        403);

    public static ApiException DryRunOperation() =>
        new("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);

    public static ApiException RequestLimitExceeded() => new("RequestLimitExceeded", "Request limit exceeded.", 503);

    public static ApiException InternalError() => new("InternalError", "An internal error has occurred", 500);

    public static ApiException Unavailable() => new("Unavailable", "The service is unavailable. Please try again shortly.", 503);

    public static ApiException InvalidAction(string action) =>
        new("InvalidAction", $"The action {action} is not valid for this web service.");

    public static ApiException MissingParameter(string name) =>
        new("MissingParameter", $"The request must contain the parameter {name}");

    public static ApiException UnknownParameter(string name) =>
        new("UnknownParameter", $"The parameter {name} is not recognized");

    public static ApiException InvalidParameterCombination(string message) => new("InvalidParameterCombination", message);

    public static ApiException InvalidValue(string message) => new("InvalidParameterValue", message);

    public static ApiException InvalidValue(string value, string parameter, string reason) =>
        new("InvalidParameterValue", $"Value ({value}) for parameter {parameter} is invalid. {reason}");

    public static ApiException NoInterface(string id) =>
        new("InvalidNetworkInterfaceID.NotFound", $"The networkInterface ID '{id}' does not exist");

    public static ApiException NoInstance(string id) => new("InvalidInstanceID.NotFound", $"The instance ID '{id}' does not exist");

    public static ApiException NoAllocation(string id) => new("InvalidAllocationID.NotFound", $"The allocation ID '{id}' does not exist");

    public static ApiException NoAddress(string address) => new("InvalidAddress.NotFound", $"Address '{address}' not found.");

    public static ApiException NoAssociation(string id) =>
        new("InvalidAssociationID.NotFound", $"The association ID '{id}' does not exist");

    public static ApiException NoRouteTable(string id) => new("InvalidRouteTableID.NotFound", $"The routeTable ID '{id}' does not exist");

    public static ApiException NoSubnet(string id) => new("InvalidSubnetID.NotFound", $"The subnet ID '{id}' does not exist");

    public static ApiException NoGroup(string id) => new("InvalidGroup.NotFound", $"The security group '{id}' does not exist");

    public static ApiException NoGateway(string id) =>
        new("InvalidInternetGatewayID.NotFound", $"The internetGateway ID '{id}' does not exist");

    public static ApiException NoInstanceType(string name) =>
        new("InvalidInstanceType", $"The following supplied instance types do not exist: [{name}]");

    public static ApiException AddressLimit() =>
        new("PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.");

    public static ApiException AlreadyAssociated(string resource, string association) =>
        new("Resource.AlreadyAssociated", $"resource {resource} is already associated with associate-id {association}");

    public static ApiException RouteExists(Cidr destination) =>
        new("RouteAlreadyExists", $"The route identified by {destination} already exists.");

    public static ApiException NoRoute(Cidr destination, string table) =>
        new("InvalidRoute.NotFound", $"no route with destination-cidr-block {destination} in route table {table}");
}
