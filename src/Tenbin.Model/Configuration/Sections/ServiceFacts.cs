using Tenbin.Model.Configuration.Yaml;

namespace Tenbin.Model.Configuration.Sections;

/// <summary>What the parts of a service must know of it; null where the file has it wrong or not at all.</summary>
/// <param name="Reading">Takes the errors.</param>
/// <param name="Owner">For people: <c>service 'web'</c>.</param>
/// <param name="Listen">Where clients connect.</param>
/// <param name="ListenShown">The same as the file writes it.</param>
/// <param name="Forward">Key <c>forward</c>.</param>
/// <param name="ServerLimit">Most servers that any service may have.</param>
internal sealed record ServiceFacts(
    Reading Reading, string Owner, ServiceAddress? Listen, string ListenShown, ForwardingMethod? Forward, int ServerLimit);
