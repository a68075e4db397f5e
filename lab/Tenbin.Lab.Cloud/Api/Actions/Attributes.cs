using System.Collections.Immutable;
using System.Xml.Linq;
using Tenbin.Lab.Cloud.Api.Xml;

namespace Tenbin.Lab.Cloud.Api.Actions;

/// <summary>Attributes of interfaces and instances: the source/destination check, and the groups.</summary>
internal static class Attributes
{
    public static IEnumerable<XElement?> ModifyInterface(Ec2Call call)
    {
        var id = call.Query.Required("NetworkInterfaceId");
        var check = Check(call.Query);
        var groups = call.Query.List("SecurityGroupId");
        if (check is null == (groups.Count == 0))
        {
            throw Errors.InvalidParameterCombination("Exactly one attribute must be specified: sourceDestCheck, groups");
        }

        call.Control.Change(book =>
        {
            var held = PrivateAddresses.Interface(book, id);
            if (groups.FirstOrDefault(group => !book.Groups.ContainsKey(group)) is { } missing)
            {
                throw Errors.NoGroup(missing);
            }

            return book.With(check is { } on ? held with { SourceDestCheck = on } : held with { Groups = [.. groups] });
        });
        return X.True;
    }

    public static IEnumerable<XElement?> ModifyInstance(Ec2Call call)
    {
        var id = call.Query.Required("InstanceId");
        var check = Check(call.Query) ?? throw Errors.InvalidParameterCombination("No attributes specified.");
        call.Control.Change(book =>
        {
            if (!book.Instances.ContainsKey(id))
            {
                throw Errors.NoInstance(id);
            }

            var interfaces = book.Interfaces.Values.Where(held => held.InstanceId == id).ToImmutableArray();
            return interfaces.Length == 1
                ? book.With(interfaces[0] with { SourceDestCheck = check })
                : throw new ApiException("InvalidInstanceID", $"There are multiple interfaces attached to instance '{id}'. Please specify an interface ID for the operation instead.");
        });
        return X.True;
    }

    private static bool? Check(Query query) =>
        query.Optional("SourceDestCheck.Value") is null ? null : query.Flag("SourceDestCheck.Value");
}
