using Tenbin.Lab;
using Tenbin.Lab.Cloud.Api.Signing;
using Tenbin.Lab.Cloud.Topology;
using Tenbin.Lab.Processes;

namespace Tenbin.LabTests.Cloud;

/// <summary>Debian's <c>aws</c> program inside a machine of the lab.</summary>
/// <param name="machine">Where it runs.</param>
/// <param name="endpoint">The API.</param>
/// <param name="key">Its key; null = that of the instance's role, from the metadata.</param>
internal sealed class Awscli(Machine machine, Uri endpoint, AccessKey? key = null)
{
    // Not a newer one that a user may have put first in the path.
    private const string Program = "/usr/bin/aws";

    /// <summary>As an instance sees it: the API at the VPC's endpoint, the key of its role.</summary>
    public static Awscli On(Vpc vpc, string instance) => new(vpc[instance].Machine, vpc.ApiInVpc!);

    /// <summary>Runs <c>aws ec2 …</c>.</summary>
    public Task<CommandResult> Ec2(string words) => machine.Run(
        [
            "env", "-i", "PATH=/usr/bin:/bin", $"HOME={machine.Directory}", "AWS_PAGER=", "AWS_MAX_ATTEMPTS=1", "AWS_DEFAULT_REGION=ap-northeast-1", .. Secrets(),
            Program, "--endpoint-url", endpoint.ToString(), "--output", "json", "--cli-connect-timeout", "3", "ec2", .. words.Split(' '),
        ]);

    private IEnumerable<string> Secrets() => key is null
        ? []
        : ["AWS_EC2_METADATA_DISABLED=true", $"AWS_ACCESS_KEY_ID={key.Id}", $"AWS_SECRET_ACCESS_KEY={key.Secret}"];
}
