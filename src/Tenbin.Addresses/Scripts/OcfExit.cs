namespace Tenbin.Addresses.Scripts;

/// <summary>Exit codes of OCF resource agents (OCF Resource Agent API 1.1).</summary>
internal static class OcfExit
{
    public const int Success = 0, NotRunning = 7, RunningMaster = 8;

    private static readonly string[] s_names =
    [
        "OCF_SUCCESS", "OCF_ERR_GENERIC", "OCF_ERR_ARGS", "OCF_ERR_UNIMPLEMENTED", "OCF_ERR_PERM", "OCF_ERR_INSTALLED", "OCF_ERR_CONFIGURED",
        "OCF_NOT_RUNNING", "OCF_RUNNING_MASTER", "OCF_FAILED_MASTER",
    ];

    /// <summary><c>OCF_ERR_PERM (4: no permission …)</c>.</summary>
    public static string Describe(int code) => code >= 0 && code < s_names.Length ? $"{s_names[code]} ({code}{Meaning(code)})" : $"{code}, which OCF does not define";

    private static string Meaning(int code) => code switch
    {
        2 => ": it does not take these parameters",
        3 => ": the agent lacks this action",
        4 => ": it lacks a permission",
        5 => ": a program that it needs is not installed here",
        6 => ": its parameters are wrong on any machine",
        _ => "",
    };
}
