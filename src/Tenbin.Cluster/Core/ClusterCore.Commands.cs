namespace Tenbin.Cluster.Core;

/// <summary>Operators' commands.</summary>
public sealed partial class ClusterCore
{
    private void Obey(long now, Command command)
    {
        switch (command.Kind)
        {
            case CommandKind.Takeover:
                _leases[command.Group].TakeOver(now, command.Id);
                break;
            case CommandKind.Standby:
                _leases[command.Group].StandBy(now, command.Id);
                break;
            case CommandKind.MaintenanceOn or CommandKind.MaintenanceOff:
                _around.Maintenance = command.Kind == CommandKind.MaintenanceOn;
                _maintenanceVersion++;

                // Whoever is told "done" may switch this machine off.
                _around.IsBeatDue = true;
                _around.Emit(new CommandDone(command.Id, true, _around.Maintenance ? "nothing moves by itself now" : "groups move by themselves again"));
                break;
            case CommandKind.LeaveForRestart or CommandKind.LeaveForGood:
                _leaving.Add(command.Id);
                _around.IsLeaving |= command.Kind == CommandKind.LeaveForGood;
                break;
        }
    }

    private void Leave(long now)
    {
        if (_leaving.Count == 0)
        {
            return;
        }

        var isDone = true;
        foreach (var lease in _leases)
        {
            isDone &= _around.IsLeaving ? lease.Leave(now) : lease.TakeLongLease(now);
        }

        if (!isDone)
        {
            return;
        }

        foreach (var id in _leaving)
        {
            _around.Emit(new CommandDone(id, true, _around.IsLeaving ? "every group has been given away" : "every group is held for the time of a restart"));
        }

        _leaving.Clear();
    }
}
